using Microsoft.AspNetCore.Antiforgery;

namespace WebApp.Security;

/// <summary>Lets only our own page change something (antiforgery token in a header), and turns errors into ProblemDetails.</summary>
internal sealed class PageFilter(IAntiforgery antiforgery) : IEndpointFilter
{
    public const string TokenHeaderName = "X-CSRF-TOKEN";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            if (!HttpMethods.IsGet(context.HttpContext.Request.Method))
                await antiforgery.ValidateRequestAsync(context.HttpContext);
            return await next(context);
        }
        catch (AntiforgeryValidationException)
        {
            return TypedResults.Problem("Reload the page: its antiforgery token is missing or too old.", statusCode: StatusCodes.Status400BadRequest);
        }
        catch (RequestException exception)
        {
            return TypedResults.Problem(exception.Message, statusCode: exception.StatusCode);
        }
        catch (BadHttpRequestException exception)
        {
            return TypedResults.Problem(exception.Message, statusCode: exception.StatusCode);
        }
    }
}
