package chat.parley.core.notice;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;

/**
 * When somebody is not to be disturbed, week by week, by the clock on their wall.
 *
 * @param days those on which it begins; what begins late goes on into the next day
 * @param from when it begins
 * @param to when it ends: on the same day where that is later than {@code from}, else on the next
 */
public record QuietHours(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {
    public QuietHours {
        days = Set.copyOf(days);
        if (days.isEmpty()) {
            throw new IllegalArgumentException("quiet hours need a day");
        }
    }

    public boolean at(Instant moment) {
        ZonedDateTime local = moment.atZone(zone);
        LocalTime time = local.toLocalTime();
        DayOfWeek day = local.getDayOfWeek();
        boolean begun = days.contains(day) && !time.isBefore(from);
        if (from.isBefore(to)) {
            return begun && time.isBefore(to);
        }
        return begun || (days.contains(day.minus(1)) && time.isBefore(to));
    }
}
