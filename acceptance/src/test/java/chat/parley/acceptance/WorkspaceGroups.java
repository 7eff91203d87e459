package chat.parley.acceptance;

import chat.parley.acceptance.Transcript.Step;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Supplier;

/** What the contract documents of user groups. To be taken after the {@link Tour}, on its server. */
final class WorkspaceGroups {
    private static final String GROUPS = "/v1/groups";
    private static final String NONE = GROUPS + "/g0000000000001";

    private final Transcript transcript = new Transcript();
    private final Actor ada;
    private final Actor bob;

    private WorkspaceGroups(ServerProcess server) {
        this.ada = new Actor("ada", server, transcript);
        this.bob = new Actor("bob", server, transcript);
        ada.signIn(ada.post("/v1/sessions", credentials("ada")));
        bob.signIn(bob.post("/v1/sessions", credentials("bob")));
    }

    static List<Step> take(ServerProcess server) {
        WorkspaceGroups groups = new WorkspaceGroups(server);
        groups.kept();
        return groups.transcript.steps();
    }

    /** What comes later is refused for it, for a while. */
    static List<Step> tooOften(ServerProcess server) {
        WorkspaceGroups groups = new WorkspaceGroups(server);
        refused(() -> groups.ada.post(GROUPS, wish("backend")));
        refused(() -> groups.ada.put(NONE, wish("backend")));
        refused(() -> groups.ada.delete(NONE));
        return groups.transcript.steps();
    }

    private static ObjectNode credentials(String handle) {
        return Json.object("handle", handle, "password", Tour.PASSWORD);
    }

    private void kept() {
        JsonNode made = ada.post(GROUPS, wish("backend", bob.userId()));
        String path = GROUPS + "/" + made.get("id").asText();
        bob.get(GROUPS);
        bob.get(path);
        bob.get(NONE);
        for (Actor each : List.of(ada, bob)) {
            each.post(GROUPS, wish("bob"));
            each.post(GROUPS, wish("Not a handle"));
            each.post(GROUPS, wish("other", "u0000000000001"));
            each.put(NONE, wish("other"));
            each.put(path, wish("bob"));
            each.put(path, wish("Not a handle"));
            each.delete(NONE);
        }
        mentioned(made.get("id").asText());
        ada.put(path, wish("server", bob.userId()));
        ada.delete(path);
    }

    private void mentioned(String group) {
        String room = "/v1/conversations/"
                + ada.post(
                                "/v1/conversations",
                                Json.object(
                                        "id",
                                        Person.uuid(),
                                        "kind",
                                        "group",
                                        "title",
                                        "Groups",
                                        "members",
                                        List.of(bob.userId())))
                        .get("id")
                        .asText();
        ada.post(room + "/messages", Json.object("id", Person.uuid(), "text", "@backend", "mentions", List.of(group)));
        bob.get(room + "/entries");
    }

    private static ObjectNode wish(String handle, String... members) {
        return Json.object("handle", handle, "name", "A group", "members", List.of(members));
    }

    private static void refused(Supplier<JsonNode> call) {
        String code = call.get().path("code").asText();
        while (!code.equals("rate_limited")) {
            code = call.get().path("code").asText();
        }
    }
}
