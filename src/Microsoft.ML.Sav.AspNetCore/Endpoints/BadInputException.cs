using Microsoft.AspNetCore.Http;

namespace Microsoft.ML.Sav.AspNetCore.Endpoints;

/// <summary>A request cannot be used; the message is for the client.</summary>
internal sealed class BadInputException(string message, int statusCode = StatusCodes.Status400BadRequest) : Exception(message)
{
    public int StatusCode => statusCode;
}
