package chat.parley.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Collection;
import java.util.List;

/** The user groups of the workspace. Everybody sees them; to change them is for administrators ({@code forbidden}). */
public final class UserGroupCalls {
    private static final String GROUPS = "/v1/groups";

    private final HttpCalls calls;

    UserGroupCalls(HttpCalls calls) {
        this.calls = calls;
    }

    /** All of them, by handle. */
    public List<UserGroup.Summary> list() throws IOException, Refused, SignedOut {
        return Answers.list(
                calls.get(GROUPS).path("groups"),
                json -> new UserGroup.Summary(
                        json.path("id").asText(),
                        json.path("handle").asText(),
                        json.path("name").asText(),
                        json.path("members").asInt()));
    }

    /** Refused: {@code not_found}. */
    public UserGroup get(String id) throws IOException, Refused, SignedOut {
        return group(calls.get(path(id)));
    }

    /**
     * Makes one.
     *
     * <p>Refused: {@code conflict} where a user or another group has the handle, or there are as many as may be; {@code not_found}
     * where one of the members has no account; {@code bad_request}; {@code rate_limited}.
     */
    public UserGroup make(String handle, String name, Collection<String> members)
            throws IOException, Refused, SignedOut {
        return group(calls.call("POST", GROUPS, wish(handle, name, members)).body());
    }

    /** Changes all of it. What mentioned it before stays as it is. Refused as {@link #make}, and {@code not_found}. */
    public UserGroup change(String id, String handle, String name, Collection<String> members)
            throws IOException, Refused, SignedOut {
        return group(calls.call("PUT", path(id), wish(handle, name, members)).body());
    }

    /** What mentioned it stays as it is. Refused: {@code not_found}. */
    public void remove(String id) throws IOException, Refused, SignedOut {
        calls.call("DELETE", path(id), null);
    }

    private ObjectNode wish(String handle, String name, Collection<String> members) {
        ObjectNode body = calls.object().put("handle", handle).put("name", name);
        ArrayNode ids = body.putArray("members");
        members.forEach(ids::add);
        return body;
    }

    private static String path(String id) {
        return GROUPS + "/" + ApiPath.part(id);
    }

    private static UserGroup group(JsonNode json) throws IOException {
        return new UserGroup(
                json.path("id").asText(),
                json.path("handle").asText(),
                json.path("name").asText(),
                Answers.list(json.path("members"), JsonNode::asText));
    }
}
