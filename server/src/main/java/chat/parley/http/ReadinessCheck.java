package chat.parley.http;

import java.util.function.BooleanSupplier;

/** Something without which this server should get no traffic. {@code ready} may block for a moment, not for long. */
public record ReadinessCheck(String name, BooleanSupplier ready) {}
