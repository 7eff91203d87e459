package chat.parley.bench.scenario;

import chat.parley.bench.Step;
import chat.parley.bench.client.Api;
import chat.parley.bench.client.Pause;
import chat.parley.bench.machine.Parties;
import chat.parley.bench.server.Target;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Looks, while a step is measured, at what the server says of its slow readers, and keeps the most that it saw. */
final class SlowWatch {
    /** As shipped: {@code gateway.outboxBytes}. */
    private static final double OUTBOX_MEBIBYTES = 1;

    private static final long BETWEEN_LOOKS_MILLIS = 500;
    private static final double MEBI = 1024 * 1024;

    private final Api api;
    private final Parties parties;
    private final int readers;

    SlowWatch(Target target, int readers) {
        this.api = new Api(target.address());
        this.parties = target.parties();
        this.readers = readers;
    }

    /** Adds to the step what was seen meanwhile; {@code allCut} runs once as many were cut in it as there are readers. */
    Step during(Supplier<Step> measuring, Runnable allCut) {
        Looks looks = new Looks(allCut);
        CompletableFuture<Void> looking = CompletableFuture.runAsync(
                looks, task -> Thread.ofPlatform().daemon().start(task));
        Step step = measuring.get();
        looks.ended = true;
        looking.join();
        return looks.tell(step);
    }

    private double ladder(String step) {
        return api.metric("parley_gateway_ladder_total", "step=\"" + step + "\"");
    }

    /** Of one step; read when it has ended. */
    private final class Looks implements Runnable {
        private final Runnable allCut;
        private final double headsBefore = ladder("heads");
        private final double byesBefore = ladder("bye");
        private double heads;
        private double byes;
        private double outboxMebibytes;
        private double residentMebibytes;
        private double socketMebibytes;
        private boolean told;
        private volatile boolean ended;

        Looks(Runnable allCut) {
            this.allCut = allCut;
        }

        @Override
        public void run() {
            do {
                Pause.millis(BETWEEN_LOOKS_MILLIS);
                look();
            } while (!ended);
        }

        private void look() {
            heads = ladder("heads") - headsBefore;
            byes = ladder("bye") - byesBefore;
            outboxMebibytes = Math.max(outboxMebibytes, api.metric("parley_gateway_outbox_bytes", "") / MEBI);
            residentMebibytes = Math.max(residentMebibytes, parties.usage().serverMebibytes());
            socketMebibytes = Math.max(socketMebibytes, parties.socketMebibytes());
            if (byes >= readers && !told) {
                told = true;
                allCut.run();
            }
        }

        Step tell(Step step) {
            return step.with("to heads", heads)
                    .with("to bye", byes)
                    .with("outboxes, most MiB", outboxMebibytes)
                    .with("of bound x readers", outboxMebibytes / (OUTBOX_MEBIBYTES * readers))
                    .with("server, most MiB", residentMebibytes)
                    .with("kernel's sockets, most MiB", socketMebibytes);
        }
    }
}
