package chat.parley.app.config;

/**
 * A component's place in the configuration.
 *
 * @param name the first part of its keys: {@code gateway} of {@code gateway.heartbeat}
 * @param title what the reference page calls it
 * @param defaults the component's record with the values that hold where nobody says otherwise
 */
public record Section<R extends Record>(String name, String title, R defaults) {}
