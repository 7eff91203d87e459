package chat.parley.sdk;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Forgets with the process. */
public final class MemoryOutboxStore implements OutboxStore {
    private final Map<String, PendingSend> sends = new LinkedHashMap<>();

    @Override
    public synchronized void add(PendingSend send) {
        sends.put(send.draft().id(), send);
    }

    @Override
    public synchronized void remove(PendingSend send) {
        sends.remove(send.draft().id());
    }

    @Override
    public synchronized List<PendingSend> load() {
        return List.copyOf(sends.values());
    }
}
