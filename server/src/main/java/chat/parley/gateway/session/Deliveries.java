package chat.parley.gateway.session;

import chat.parley.core.conversation.Conversations;
import chat.parley.core.message.MessageLog;
import chat.parley.core.sync.SyncStore;

/** What every event loop needs to deliver: one for the process, immutable. */
record Deliveries(
        GatewayConfig config,
        MessageLog log,
        Conversations conversations,
        SyncStore sync,
        StoreReads reads,
        UserConnections users,
        FrameEncoder encoder,
        GatewayMetrics metrics,
        Faults faults,
        Hints hints) {}
