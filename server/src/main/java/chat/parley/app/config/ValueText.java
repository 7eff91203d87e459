package chat.parley.app.config;

import chat.parley.setting.Setting;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values as text, both ways. What cannot be read is an {@link IllegalArgumentException} that says what would be. */
final class ValueText {
    private static final List<Unit> TIMES = List.of(
            new Unit("d", 86_400_000),
            new Unit("h", 3_600_000),
            new Unit("m", 60_000),
            new Unit("s", 1_000),
            new Unit("ms", 1));
    private static final List<Unit> SIZES =
            List.of(new Unit("GiB", 1L << 30), new Unit("MiB", 1L << 20), new Unit("KiB", 1L << 10), new Unit("B", 1));

    private record Unit(String name, long factor) {}

    private ValueText() {}

    /** The value that the text means. */
    static Object parse(Type type, Setting documentation, String given) {
        String text = given.strip();
        if (type instanceof ParameterizedType generic) {
            Type element = generic.getActualTypeArguments()[0];
            return generic.getRawType() == List.class
                    ? Arrays.stream(text.split(",", -1))
                            .map(String::strip)
                            .filter(part -> !part.isEmpty())
                            .map(part -> parse(element, documentation, part))
                            .toList()
                    : text.isEmpty() ? Optional.empty() : Optional.of(parse(element, documentation, text));
        }
        return parseOne((Class<?>) type, documentation, text);
    }

    private static Object parseOne(Class<?> type, Setting documentation, String text) {
        if (type == String.class) {
            return text;
        }
        if (type == boolean.class || type == Boolean.class) {
            return parseBoolean(text);
        }
        if (type == Duration.class) {
            return Duration.ofMillis(quantity(text, TIMES, "a time such as 500ms, 30s, 10m, 24h or 30d"));
        }
        if (type == Path.class) {
            return Path.of(text);
        }
        if (type == URI.class) {
            return url(text);
        }
        if (type.isEnum()) {
            return constant(type, text);
        }
        return parseNumber(type, documentation, text);
    }

    /** What is no URL is not repeated in the message, since it may hold a password. */
    private static URI url(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "must be a URL, not what stands there: " + e.getReason() + " at character " + (e.getIndex() + 1)
                            + "; a space is written as %20",
                    e);
        }
    }

    private static Object parseNumber(Class<?> type, Setting documentation, String text) {
        if (type == double.class || type == Double.class) {
            try {
                return Double.parseDouble(text);
            } catch (NumberFormatException e) {
                throw expected("a number", text, e);
            }
        }
        boolean narrow = type == int.class || type == Integer.class;
        if (!narrow && type != long.class && type != Long.class) {
            throw new IllegalStateException("no configuration value can be a " + type);
        }
        long number = documentation.bytes()
                ? quantity(text, SIZES, "a size such as 64KiB, 1MiB or 1GiB")
                : wholeNumber(text, "a whole number");
        if (!narrow) {
            return number;
        }
        if (number != (int) number) {
            throw expected("a number below 2,147,483,648", text, null);
        }
        return (int) number;
    }

    private static Object parseBoolean(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw expected("true or false", text, null);
        };
    }

    private static Object constant(Class<?> type, String text) {
        for (Object constant : type.getEnumConstants()) {
            if (constantName(constant).equals(text.toLowerCase(Locale.ROOT))) {
                return constant;
            }
        }
        throw expected(
                Arrays.stream(type.getEnumConstants())
                        .map(ValueText::constantName)
                        .collect(Collectors.joining(" or ")),
                text,
                null);
    }

    private static String constantName(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static long quantity(String text, List<Unit> units, String what) {
        if (text.equals("0")) {
            return 0;
        }
        String number = text.replaceFirst("[A-Za-z]+$", "");
        String name = text.substring(number.length());
        for (Unit unit : units) {
            if (unit.name().equals(name)) {
                try {
                    return Math.multiplyExact(wholeNumber(number.strip(), what), unit.factor());
                } catch (ArithmeticException e) {
                    throw expected(what, text, e);
                }
            }
        }
        throw expected(what, text, null);
    }

    private static long wholeNumber(String text, String what) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw expected(what, text, e);
        }
    }

    private static IllegalArgumentException expected(String what, String text, @Nullable Throwable cause) {
        return new IllegalArgumentException("must be " + what + ", not '" + text + "'", cause);
    }

    /** The text that {@link #parse} would read as the value; empty where an optional value is unset. */
    static String format(Object value, Setting documentation) {
        return switch (value) {
            case Optional<?> optional ->
                optional.map(inner -> format(inner, documentation)).orElse("");
            case List<?> list ->
                list.stream().map(inner -> format(inner, documentation)).collect(Collectors.joining(","));
            case Duration duration -> inUnits(duration.toMillis(), TIMES);
            case Number number -> documentation.bytes() ? inUnits(number.longValue(), SIZES) : number.toString();
            case Enum<?> constant -> constantName(constant);
            default -> value.toString();
        };
    }

    private static String inUnits(long amount, List<Unit> units) {
        for (Unit unit : units) {
            if (amount != 0 && amount % unit.factor() == 0) {
                return amount / unit.factor() + unit.name();
            }
        }
        return "0";
    }

    /** What the reference page calls the type. */
    static String describe(Type type, Setting documentation) {
        if (type instanceof ParameterizedType generic) {
            String element = describe(generic.getActualTypeArguments()[0], documentation);
            return generic.getRawType() == List.class ? "list of " + element : element + ", optional";
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isEnum()) {
            return Arrays.stream(plain.getEnumConstants())
                    .map(ValueText::constantName)
                    .collect(Collectors.joining(" \\| "));
        }
        if (documentation.bytes()) {
            return "size";
        }
        return switch (plain.getSimpleName()) {
            case "int", "Integer", "long", "Long" -> "number";
            case "double", "Double" -> "decimal number";
            case "Duration" -> "time";
            case "URI" -> "URL";
            default -> plain.getSimpleName().toLowerCase(Locale.ROOT);
        };
    }
}
