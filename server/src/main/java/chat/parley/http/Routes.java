package chat.parley.http;

import com.linecorp.armeria.common.HttpMethod;
import java.util.ArrayList;
import java.util.List;

/** The endpoints that resources declare. Paths are Armeria's: {@code /v1/users/{id}}. */
public final class Routes {
    private final List<Declared> declared = new ArrayList<>();

    Routes() {}

    /** An endpoint that needs an access token. */
    void on(HttpMethod method, String path, Endpoint endpoint) {
        held(method, path, atOnce(endpoint));
    }

    /** As {@link #on}, where the answer may be long in coming. */
    void held(HttpMethod method, String path, HeldEndpoint endpoint) {
        declared.add(new Declared(method, path, endpoint, false, false));
    }

    /** An endpoint for everybody: signing in, probes, public keys. */
    void open(HttpMethod method, String path, Endpoint endpoint) {
        declared.add(new Declared(method, path, atOnce(endpoint), true, false));
    }

    /** As {@link #post}, with a body that no limit of HTTP's bounds: the endpoint reads {@link Call#stream} and minds it. */
    void streamed(String path, Endpoint endpoint) {
        declared.add(new Declared(HttpMethod.POST, path, atOnce(endpoint), false, true));
    }

    void get(String path, Endpoint endpoint) {
        on(HttpMethod.GET, path, endpoint);
    }

    void post(String path, Endpoint endpoint) {
        on(HttpMethod.POST, path, endpoint);
    }

    void put(String path, Endpoint endpoint) {
        on(HttpMethod.PUT, path, endpoint);
    }

    void patch(String path, Endpoint endpoint) {
        on(HttpMethod.PATCH, path, endpoint);
    }

    void delete(String path, Endpoint endpoint) {
        on(HttpMethod.DELETE, path, endpoint);
    }

    List<Declared> declared() {
        return List.copyOf(declared);
    }

    private static HeldEndpoint atOnce(Endpoint endpoint) {
        return (call, answer) -> answer.accept(endpoint.answer(call));
    }

    record Declared(HttpMethod method, String path, HeldEndpoint endpoint, boolean open, boolean streamed) {}
}
