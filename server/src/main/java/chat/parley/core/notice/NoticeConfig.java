package chat.parley.core.notice;

import chat.parley.setting.Setting;
import java.time.Duration;

/** Bounds of what may be chosen about notifications. */
public record NoticeConfig(
        @Setting("How far ahead the end of being muted may be at most; for good it is without one.")
        Duration longestMute) {

    public NoticeConfig {
        if (!longestMute.isPositive()) {
            throw new IllegalArgumentException("longestMute must be more than 0");
        }
    }

    public static NoticeConfig defaults() {
        return new NoticeConfig(Duration.ofDays(366));
    }
}
