package chat.parley.http;

import chat.parley.core.notice.Preferences;
import chat.parley.core.notice.QuietHours;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What somebody wants to be notified of, as it is read and written. */
record ShownPreferences(
        String direct,
        String group,
        String channel,
        @Nullable Quiet quiet) {
    private static final int DAY = 3;

    /** Of a request, so that anything may be missing. */
    record Quiet(
            @Nullable List<String> days,
            @Nullable String from,
            @Nullable String to,
            @Nullable String zone) {}

    static ShownPreferences of(Preferences preferences) {
        return new ShownPreferences(
                preferences.direct().wireName(),
                preferences.group().wireName(),
                preferences.channel().wireName(),
                preferences.quiet().map(ShownPreferences::quiet).orElse(null));
    }

    private static Quiet quiet(QuietHours hours) {
        List<String> days =
                hours.days().stream().sorted().map(ShownPreferences::shortName).toList();
        return new Quiet(
                days,
                hours.from().toString(),
                hours.to().toString(),
                hours.zone().getId());
    }

    static String shortName(DayOfWeek day) {
        return day.name().substring(0, DAY).toLowerCase(Locale.ROOT);
    }
}
