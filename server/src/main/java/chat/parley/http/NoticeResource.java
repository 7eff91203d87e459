package chat.parley.http;

import chat.parley.core.notice.ChooseNotices;
import chat.parley.core.notice.NoticeChoice;
import chat.parley.core.notice.NoticeRule;
import chat.parley.core.notice.Preferences;
import chat.parley.core.notice.QuietHours;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the caller wants to be notified of: for one conversation, and in general. */
public final class NoticeResource implements Resource {
    private final ChooseNotices choose;

    public NoticeResource(ChooseNotices choose) {
        this.choose = choose;
    }

    @Override
    public void declare(Routes routes) {
        routes.put("/v1/conversations/{conversation}/notifications", this::choose);
        routes.get(
                "/v1/users/me/notifications",
                call -> Answer.ok(ShownPreferences.of(choose.preferences(call.caller()))));
        routes.put("/v1/users/me/notifications", this::prefer);
    }

    private Answer choose(Call call) {
        Chosen chosen = call.body(Chosen.class);
        String rule = chosen.notices();
        String until = chosen.mutedUntil();
        NoticeChoice choice = new NoticeChoice(
                rule == null ? null : rule("notices", rule), chosen.muted(), until == null ? null : time(until));
        return Replies.ok(choose.choose(call.caller(), Replies.conversation(call), choice));
    }

    private Answer prefer(Call call) {
        ShownPreferences wanted = call.body(ShownPreferences.class);
        Preferences preferences = new Preferences(
                rule("direct", wanted.direct()),
                rule("group", wanted.group()),
                rule("channel", wanted.channel()),
                Optional.ofNullable(wanted.quiet()).map(NoticeResource::quiet));
        return Replies.answer(choose.prefer(call.caller(), preferences), kept -> Answer.ok(ShownPreferences.of(kept)));
    }

    private static NoticeRule rule(String field, String name) {
        return NoticeRule.of(name)
                .orElseThrow(() -> RefusedRequest.badRequest(field + " must be all, mentions or none"));
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException notATime) {
            throw RefusedRequest.badRequest("mutedUntil must be a time like 2026-11-24T01:02:03.123Z");
        }
    }

    private static QuietHours quiet(ShownPreferences.Quiet quiet) {
        if (quiet.days() == null || quiet.from() == null || quiet.to() == null || quiet.zone() == null) {
            throw RefusedRequest.badRequest("quiet needs days, from, to and zone");
        }
        Set<DayOfWeek> days = quiet.days().stream().map(NoticeResource::day).collect(Collectors.toSet());
        if (days.isEmpty()) {
            throw RefusedRequest.badRequest("quiet.days names no day; quiet may be null");
        }
        return new QuietHours(days, clock(quiet.from()), clock(quiet.to()), zone(quiet.zone()));
    }

    private static DayOfWeek day(String name) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (ShownPreferences.shortName(day).equals(name)) {
                return day;
            }
        }
        throw RefusedRequest.badRequest("quiet.days are of mon, tue, wed, thu, fri, sat, sun");
    }

    private static LocalTime clock(String text) {
        try {
            if (text.length() == "00:00".length()) {
                return LocalTime.parse(text);
            }
        } catch (DateTimeException notATime) {
            throw RefusedRequest.badRequest("quiet.from and quiet.to are times like 22:30");
        }
        throw RefusedRequest.badRequest("quiet.from and quiet.to are times like 22:30");
    }

    /** By name only: an offset would be wrong for half of the year. */
    private static ZoneId zone(String name) {
        if (!ZoneId.getAvailableZoneIds().contains(name)) {
            throw RefusedRequest.badRequest("quiet.zone must be a time zone like Europe/Berlin");
        }
        return ZoneId.of(name);
    }

    private record Chosen(
            @Nullable String notices,
            boolean muted,
            @Nullable String mutedUntil) {}
}
