namespace Microsoft.ML.Sav.Text.ChatTemplates.Values;

/// <summary>Python's arithmetic of <c>int</c> (limited to 64 bits here), <c>float</c> and <c>bool</c>.</summary>
internal static class PythonNumber
{
    /// <summary>The value as a <see cref="long"/> or <see cref="double"/>, or null if it is not a number.</summary>
    public static object? TryRead(object? value) => value switch
    {
        bool truth => truth ? 1L : 0L,
        long or double => value,
        _ => null,
    };

    /// <summary>Applies <c>+ - * / // % **</c> to two numbers, each a <see cref="long"/> or <see cref="double"/>.</summary>
    public static object Calculate(string operation, object left, object right)
    {
        if (operation is "/" or "//" or "%" && Convert.ToDouble(right) == 0)
            throw new TemplateRuntimeException("division by zero");
        try
        {
            return left is long a && right is long b && !(operation == "/" || (operation == "**" && b < 0))
                ? (object)CalculateInteger(operation, a, b)
                : CalculateFloat(operation, Convert.ToDouble(left), Convert.ToDouble(right));
        }
        catch (OverflowException)
        {
            throw new TemplateRuntimeException($"the result of {left} {operation} {right} is too large");
        }
    }

    private static long CalculateInteger(string operation, long a, long b) => checked(operation switch
    {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        "//" => a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0),
        "%" => b == -1 ? 0 : a % b + (a % b != 0 && (a < 0) != (b < 0) ? b : 0),
        _ => Power(a, b),
    });

    private static double CalculateFloat(string operation, double a, double b) => operation switch
    {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        "/" => a / b,
        "//" => Math.Floor(a / b),
        "%" => a - b * Math.Floor(a / b),
        _ when a == 0 && b < 0 => throw new TemplateRuntimeException("division by zero"),
        _ when Math.Pow(a, b) is var power && (double.IsFinite(power) || !double.IsFinite(a) || !double.IsFinite(b)) => power,
        _ => throw new OverflowException(),
    };

    private static long Power(long value, long exponent)
    {
        var result = 1L;
        for (var square = value; ; square = checked(square * square))
        {
            if ((exponent & 1) == 1)
                result = checked(result * square);
            exponent >>= 1;
            if (exponent == 0)
                return result;
        }
    }
}
