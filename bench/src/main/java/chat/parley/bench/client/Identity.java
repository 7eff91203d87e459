package chat.parley.bench.client;

/** Who a virtual user is, as {@code parley seed} wrote it. */
public record Identity(String user, String accessToken) {}
