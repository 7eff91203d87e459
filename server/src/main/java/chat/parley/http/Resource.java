package chat.parley.http;

/** A group of endpoints around one noun. */
public interface Resource {
    void declare(Routes routes);
}
