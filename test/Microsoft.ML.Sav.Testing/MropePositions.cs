namespace Microsoft.ML.Sav.Testing;

/// <summary>Positions in time, height and width of a Qwen2-VL prompt: text counts on all three, an image counts over its merged grid.</summary>
internal static class MropePositions
{
    private const int Merge = 2;

    public static long[][] Of(long[] ids, int imageToken, long[][] grids)
    {
        long[][] positions = [new long[ids.Length], new long[ids.Length], new long[ids.Length]];
        long next = 0;
        var image = 0;
        for (var i = 0; i < ids.Length;)
        {
            if (ids[i] != imageToken)
            {
                foreach (var axis in positions)
                    axis[i] = next;
                i++;
                next++;
                continue;
            }
            var (time, height, width) = (grids[image][0], grids[image][1] / Merge, grids[image++][2] / Merge);
            for (var cell = 0; cell < time * height * width; cell++, i++)
            {
                positions[0][i] = next + cell / (height * width);
                positions[1][i] = next + cell / width % height;
                positions[2][i] = next + cell % width;
            }
            next += Math.Max(time, Math.Max(height, width));
        }
        return positions;
    }
}
