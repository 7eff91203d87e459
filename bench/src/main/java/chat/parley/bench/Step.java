package chat.parley.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/** One measurement: figures by name, units in the names, in the order in which they are shown. */
public record Step(String name, Map<String, Double> figures) {
    public static Step of(String name) {
        return new Step(name, new LinkedHashMap<>());
    }

    public Step with(String figure, double value) {
        figures.put(figure, value);
        return this;
    }

    public double get(String figure) {
        Double value = figures.get(figure);
        if (value == null) {
            throw new IllegalArgumentException(name + " has no " + figure);
        }
        return value;
    }

    /** What a table shows: three digits that mean something, or all before the point. */
    static String shown(double value) {
        double size = Math.abs(value);
        if (size >= 100 || value == Math.rint(value)) {
            return "%,.0f".formatted(value);
        }
        return size >= 10 ? "%.1f".formatted(value) : size >= 1 ? "%.2f".formatted(value) : "%.4f".formatted(value);
    }
}
