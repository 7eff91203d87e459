package chat.parley.sdk;

import chat.parley.wire.ClientFrame;

/** A message that is not in the log yet, as far as its sender knows. */
public record PendingSend(String conversation, ClientFrame.Draft draft) {}
