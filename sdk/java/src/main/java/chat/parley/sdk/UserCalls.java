package chat.parley.sdk;

import chat.parley.wire.Profile;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** People: the caller's own account, others' profiles, and blocks. */
public final class UserCalls {
    private static final String ME = "/v1/users/me";

    /** As long as a server writes at one by default. */
    private static final Duration LONGEST_EXPORT = Duration.ofMinutes(30);

    private final HttpCalls calls;
    private final Answers answers;

    UserCalls(HttpCalls calls, Answers answers) {
        this.calls = calls;
        this.answers = answers;
    }

    public Account me() throws IOException, Refused, SignedOut {
        return account(calls.get(ME));
    }

    /** Gives the caller another name. */
    public Account rename(String name) throws IOException, Refused, SignedOut {
        return change(calls.object().put("name", name));
    }

    /** Shows others how far the caller has read, or hides it. */
    public Account showReadReceipts(boolean show) throws IOException, Refused, SignedOut {
        return change(calls.object().put("readReceipts", show));
    }

    /** Ends every other session of the caller. */
    public Account changePassword(String current, String password) throws IOException, Refused, SignedOut {
        return change(calls.object().put("currentPassword", current).put("password", password));
    }

    /** Writes what the server has of the caller to {@code file}, a ZIP file, in the place of what was there. */
    public void export(Path file) throws IOException, Refused, SignedOut {
        calls.download(ME + "/export", file, LONGEST_EXPORT);
    }

    /** Deletes the caller's account: what they wrote stays under "Deleted user", everything personal is erased. */
    public void deleteMe() throws IOException, Refused, SignedOut {
        calls.call("DELETE", ME, null);
    }

    public Profile get(String user) throws IOException, Refused, SignedOut {
        return answers.profile(calls.get("/v1/users/" + ApiPath.part(user)));
    }

    /** Those of the ids (200 at most) who are there and may be known, in no order. */
    public List<Profile> get(List<String> users) throws IOException, Refused, SignedOut {
        String ids = ApiPath.part(String.join(",", users));
        return Answers.list(calls.get("/v1/users?ids=" + ids).path("users"), answers::profile);
    }

    /**
     * Those whose handle begins with the query or whose name has words that begin with its words, by handle.
     *
     * @param after the {@code next} of the page before
     */
    public Page<Profile> search(String query, @Nullable String after, int limit)
            throws IOException, Refused, SignedOut {
        String path = ApiPath.page("/v1/users?query=" + ApiPath.part(query), limit, "after", after);
        return Answers.page(calls.get(path), "users", answers::profile);
    }

    /** Whom the caller blocks, by handle. */
    public List<Profile> blocked() throws IOException, Refused, SignedOut {
        return Answers.list(calls.get(ME + "/blocks").path("users"), answers::profile);
    }

    public void block(String user) throws IOException, Refused, SignedOut {
        calls.call("PUT", ME + "/blocks/" + ApiPath.part(user), null);
    }

    public void unblock(String user) throws IOException, Refused, SignedOut {
        calls.call("DELETE", ME + "/blocks/" + ApiPath.part(user), null);
    }

    private Account change(ObjectNode changes) throws IOException, Refused, SignedOut {
        return account(calls.call("PATCH", ME, changes).body());
    }

    private static Account account(JsonNode json) throws IOException {
        if (!json.path("id").isTextual()) {
            throw new IOException("the server's answer is not of the protocol: no account");
        }
        return new Account(
                json.get("id").asText(),
                json.path("handle").asText(),
                json.path("name").asText(),
                json.path("role").asText(),
                json.path("readReceipts").asBoolean());
    }
}
