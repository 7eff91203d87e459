package chat.parley.sdk;

import java.util.List;

/**
 * When nothing notifies the caller.
 *
 * @param days those on which it begins, of {@code mon}, {@code tue}, {@code wed}, {@code thu}, {@code fri}, {@code sat}, {@code sun}
 * @param from like {@code 22:30}
 * @param to on the next day where it is not later than {@code from}
 * @param zone the name of a time zone, like {@code Europe/Berlin}
 */
public record QuietHours(List<String> days, String from, String to, String zone) {}
