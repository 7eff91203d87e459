package chat.parley.app.config;

import java.util.List;

/** Writes {@code docs/reference/configuration.md} from the records themselves, so that it cannot be out of date. */
public final class ReferencePage {
    private ReferencePage() {}

    public static String markdown(List<Section<?>> sections) {
        StringBuilder page = new StringBuilder("""
                # Configuration

                Generated from the configuration records; a test compares it with them. `./parley config` shows what holds and
                where each value comes from.

                A value is taken from the first of these that has it: a flag (`--port`, `--host`, `--data`, `--database`, or `--set key=value` for
                any key), the environment, a YAML file (`--config FILE`; `parley.yaml` in the directory of the call where it exists), the default.
                In the file, a key's part before the dot is a section and the rest stands below it; a key that nobody knows is
                refused. Times are written `500ms`, `30s`, `10m`, `24h` or `30d`, sizes `64KiB`, `1MiB` or `1GiB`, lists with commas
                between (in the file also as YAML lists). Relative paths begin at the directory of the call.
                """);
        for (Section<?> section : sections) {
            page.append("\n## ")
                    .append(section.title())
                    .append(": `")
                    .append(section.name())
                    .append("`\n\n");
            page.append("| key | type | default | what it does |\n| --- | --- | --- | --- |\n");
            for (Key key : Key.of(List.of(section))) {
                page.append(row(key));
            }
        }
        return page.toString();
    }

    private static String row(Key key) {
        return "| `%s`<br>`%s` | %s | %s | %s |\n"
                .formatted(
                        key.name(),
                        key.environment(),
                        ValueText.describe(key.type(), key.documentation()),
                        byDefault(key),
                        key.documentation().value().replace("|", "\\|"));
    }

    private static String byDefault(Key key) {
        if (!key.documentation().byDefault().isEmpty()) {
            return key.documentation().byDefault();
        }
        String text = ValueText.format(key.defaultValue(), key.documentation());
        return text.isEmpty() ? "unset" : "`" + text + "`";
    }
}
