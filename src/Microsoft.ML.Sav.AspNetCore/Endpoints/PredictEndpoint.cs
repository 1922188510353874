using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Microsoft.ML.Sav.AspNetCore.Endpoints;

/// <summary>Predicts the rows of a request.</summary>
internal sealed class PredictEndpoint(ISavPredictor predictor, SavPredictorOptions options)
{
    public async Task<IResult> HandleAsync(HttpRequest request, int? top, CancellationToken cancellationToken)
    {
        try
        {
            if (top < 1)
                throw new BadInputException($"'top' should be at least 1, found {top}.");
            var rows = await new InputReader(options).ReadAsync(request, cancellationToken);
            var predictions = await PredictAsync(rows.Inputs, top, cancellationToken);
            return rows.IsBatch ? TypedResults.Ok(predictions) : TypedResults.Ok(predictions[0]);
        }
        catch (BadInputException exception)
        {
            return CreateProblem(exception.StatusCode, exception.Message);
        }
        catch (BadHttpRequestException exception)
        {
            return CreateProblem(exception.StatusCode, exception.Message);
        }
        catch (SavModelMissingException exception)
        {
            return CreateProblem(StatusCodes.Status503ServiceUnavailable, exception.Message);
        }
        catch (SavOverloadedException exception)
        {
            request.HttpContext.Response.Headers.RetryAfter = exception.RetryAfter.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
            return CreateProblem(StatusCodes.Status429TooManyRequests, exception.Message);
        }
    }

    private async Task<SavPrediction[]> PredictAsync(IEnumerable<NamedInput> rows, int? top, CancellationToken cancellationToken)
    {
        using var failing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        return await Task.WhenAll(rows.Select(async row =>
        {
            try
            {
                return await PredictAsync(row, top, failing.Token);
            }
            catch
            {
                // The response is an error: nobody would see the predictions of other rows.
                await failing.CancelAsync();
                throw;
            }
        }));
    }

    private async Task<SavPrediction> PredictAsync(NamedInput row, int? top, CancellationToken cancellationToken)
    {
        try
        {
            var prediction = await predictor.PredictAsync(row.Input, cancellationToken);
            return top is { } count ? prediction with { Scores = [.. prediction.Scores.Take(count)] } : prediction;
        }
        catch (SavRowException exception)
        {
            // The row's number within its batch means nothing to the client.
            throw new BadInputException($"{row.Name} cannot be used: {exception.GetBaseException().Message}", StatusCodes.Status422UnprocessableEntity);
        }
    }

    private static ProblemHttpResult CreateProblem(int statusCode, string detail) => TypedResults.Problem(detail, statusCode: statusCode);
}
