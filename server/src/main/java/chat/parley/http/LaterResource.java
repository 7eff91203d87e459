package chat.parley.http;

import chat.parley.wire.ErrorCode;

/** Calls of the contract that this release answers by {@code unavailable}, so that a client tells "not yet" from "no such call". */
public final class LaterResource implements Resource {
    @Override
    public void declare(Routes routes) {
        routes.post("/v1/attachments", call -> later("attachments"));
        routes.get("/v1/attachments/{attachment}", call -> later("attachments"));
        routes.post("/v1/attachments/{attachment}/link", call -> later("attachments"));
    }

    private static Answer later(String what) {
        return Answer.refused(ErrorCode.UNAVAILABLE, what + ": not in this release, comes in a later one");
    }
}
