package io.carillon.bench.plot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lines over two logarithmic axes. For one thread. */
public final class Plot {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 400;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 40;
    private static final int BOTTOM = 60;
    private static final List<String> COLOURS = List.of("#1f5fa8", "#c2481d", "#2f7d4f");

    private record Point(double x, double y) {}

    private final String title;
    private final String horizontal;
    private final String vertical;
    private final Map<String, List<Point>> lines = new LinkedHashMap<>();

    /** Makes an empty plot; the axes' names include their units. */
    public Plot(String title, String horizontal, String vertical) {
        this.title = title;
        this.horizontal = horizontal;
        this.vertical = vertical;
    }

    /** Adds a point to a line; both values are greater than 0. */
    public void add(String line, double x, double y) {
        lines.computeIfAbsent(line, _ -> new ArrayList<>()).add(new Point(x, y));
    }

    /** Returns the picture. */
    public String svg() {
        Axis x = Axis.around(lines.values().stream()
                .flatMap(List::stream)
                .mapToDouble(Point::x)
                .toArray());
        Axis y = Axis.around(lines.values().stream()
                .flatMap(List::stream)
                .mapToDouble(Point::y)
                .toArray());
        var svg = new StringBuilder();
        append(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">",
                WIDTH,
                HEIGHT);
        append(svg, "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, HEIGHT);
        append(svg, "<text x=\"%d\" y=\"22\" font-size=\"15\" fill=\"#222\">%s</text>", LEFT, title);
        for (int decade = x.from; decade <= x.to; decade++) {
            double at = across(x, Math.pow(10, decade));
            append(
                    svg,
                    "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#ddd\"/>",
                    at,
                    TOP,
                    at,
                    HEIGHT - BOTTOM);
            append(
                    svg,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\" fill=\"#555\">%s</text>",
                    at,
                    HEIGHT - BOTTOM + 18,
                    label(decade));
        }
        for (int decade = y.from; decade <= y.to; decade++) {
            double at = up(y, Math.pow(10, decade));
            append(
                    svg,
                    "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#ddd\"/>",
                    LEFT,
                    at,
                    WIDTH - RIGHT,
                    at);
            append(
                    svg,
                    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\" fill=\"#555\">%s %s</text>",
                    LEFT - 8,
                    at + 4,
                    label(decade),
                    vertical);
        }
        append(
                svg,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" fill=\"#222\">%s</text>",
                (LEFT + WIDTH - RIGHT) / 2,
                HEIGHT - 16,
                horizontal);
        int number = 0;
        for (var line : lines.entrySet()) {
            draw(svg, line.getKey(), line.getValue(), x, y, number++);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void draw(StringBuilder svg, String name, List<Point> points, Axis x, Axis y, int number) {
        String colour = COLOURS.get(number % COLOURS.size());
        var path = new StringBuilder();
        for (Point point : points) {
            append(path, "%s%.1f %.1f ", path.isEmpty() ? "M" : "L", across(x, point.x), up(y, point.y));
            append(
                    svg,
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"><title>%.4g: %.4g</title></circle>",
                    across(x, point.x),
                    up(y, point.y),
                    colour,
                    point.x,
                    point.y);
        }
        append(
                svg,
                "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>",
                path.toString().trim(),
                colour);
        append(
                svg,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"%s\">%s</text>",
                WIDTH - RIGHT - 6,
                TOP + 16 + 16 * number,
                colour,
                name);
    }

    private static double across(Axis axis, double value) {
        return LEFT + axis.share(value) * (WIDTH - LEFT - RIGHT);
    }

    private static double up(Axis axis, double value) {
        return HEIGHT - BOTTOM - axis.share(value) * (HEIGHT - TOP - BOTTOM);
    }

    private static String label(int decade) {
        return decade >= 0
                ? String.format(Locale.ROOT, "%,.0f", Math.pow(10, decade))
                : "0." + "0".repeat(-decade - 1) + "1";
    }

    @SuppressWarnings("AnnotateFormatMethod") // Its callers are all above, and a wrong format shows in every picture.
    private static void append(StringBuilder target, String format, Object... values) {
        target.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    /** Whole decades around all values. */
    private record Axis(int from, int to) {

        static Axis around(double[] values) {
            double least = Double.MAX_VALUE;
            double greatest = 0;
            for (double value : values) {
                least = Math.min(least, value);
                greatest = Math.max(greatest, value);
            }
            int from = (int) Math.floor(Math.log10(least));
            return new Axis(from, Math.max(from + 1, (int) Math.ceil(Math.log10(greatest))));
        }

        double share(double value) {
            return (Math.log10(value) - from) / (to - from);
        }
    }
}
