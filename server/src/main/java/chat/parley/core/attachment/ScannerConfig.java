package chat.parley.core.attachment;

import chat.parley.setting.Setting;
import java.time.Duration;
import java.util.List;

/** What looks into uploads before anybody may have them, and its bounds. */
public record ScannerConfig(
        @Setting(
                "The program that looks into each upload, and its arguments: it reads the file on its standard input and ends with 0 (clean), 1 (found something; the first line says what) or anything else (it cannot say). Empty: none does.")
        List<String> command,

        @Setting("How long it may take for one file, waiting for its turn included.")
        Duration time,

        @Setting("How many files a server has looked into at a time.")
        int concurrent,

        @Setting("Whether a file is taken that could not be looked into; otherwise it is answered `unavailable`.")
        boolean acceptUnscanned) {

    public ScannerConfig {
        command = List.copyOf(command);
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("time must be more than nothing");
        }
        if (concurrent < 1) {
            throw new IllegalArgumentException("concurrent must be more than nothing");
        }
    }

    public static ScannerConfig defaults() {
        return new ScannerConfig(List.of(), Duration.ofMinutes(1), 4, false);
    }
}
