package chat.parley.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a run found: as a table for people, as JSON for programs and the archive in {@code bench/results}. */
final class Report {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String scenario;
    private final String command;
    private final Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final double loadBefore = load();
    private final String note;

    /** @param note what the reader has to know to judge the figures */
    Report(String scenario, String command, String note) {
        this.scenario = scenario;
        this.command = command;
        this.note = note;
    }

    String json(List<Step> steps) {
        ObjectNode report = JSON.createObjectNode()
                .put("scenario", scenario)
                .put("command", command)
                .put("at", at.toString())
                .put("note", note);
        report.putObject("machine")
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("processor", fromProc("/proc/cpuinfo", "model name"))
                .put("memory", fromProc("/proc/meminfo", "MemTotal"))
                .put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .put("java", System.getProperty("java.runtime.version"))
                .put("loadAverageBefore", loadBefore);
        var rows = report.putArray("steps");
        for (Step step : steps) {
            ObjectNode row = rows.addObject().put("step", step.name());
            step.figures().forEach((name, value) -> row.put(name, rounded(value)));
        }
        return report.toPrettyString();
    }

    /** One row a figure, one column a step: there are more figures than a screen is wide. */
    static String table(List<Step> steps) {
        Set<String> names = new LinkedHashSet<>();
        steps.forEach(step -> names.addAll(step.figures().keySet()));
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("", steps.stream().map(Step::name).toList()));
        for (String name : names) {
            rows.add(row(
                    name,
                    steps.stream()
                            .map(step -> step.figures().get(name))
                            .map(value -> value == null ? "" : Step.shown(value))
                            .toList()));
        }
        StringBuilder table = new StringBuilder();
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                int width = width(rows, column);
                String cell = row.get(column);
                String gap = " ".repeat(width - cell.length());
                table.append(column == 0 ? cell + gap : "  " + gap + cell);
            }
            table.append('\n');
        }
        return table.toString();
    }

    private static List<String> row(String first, List<String> others) {
        List<String> row = new ArrayList<>(List.of(first));
        row.addAll(others);
        return row;
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static double rounded(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.5g", value));
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /** Empty where there is no such file or field. */
    private static String fromProc(String file, String field) {
        try {
            Path path = Path.of(file);
            return !Files.exists(path)
                    ? ""
                    : Files.readAllLines(path).stream()
                            .filter(line -> line.startsWith(field))
                            .map(line -> line.substring(line.indexOf(':') + 1).strip())
                            .findFirst()
                            .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
