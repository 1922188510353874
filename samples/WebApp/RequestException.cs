namespace WebApp;

/// <summary>A request cannot be served; the message is for the person in front of the page.</summary>
internal sealed class RequestException(int statusCode, string message) : Exception(message)
{
    public int StatusCode => statusCode;
}
