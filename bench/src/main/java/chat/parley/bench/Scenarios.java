package chat.parley.bench;

import chat.parley.bench.scenario.Floor;
import chat.parley.bench.scenario.Idle;
import chat.parley.bench.scenario.Pairs;
import chat.parley.bench.scenario.Start;
import java.util.List;

/** The scenarios by name. */
enum Scenarios {
    FLOOR,
    START,
    IDLE,
    PAIRS;

    Scenario make() {
        return switch (this) {
            case FLOOR -> new Floor();
            case START -> new Start();
            case IDLE -> new Idle();
            case PAIRS -> new Pairs();
        };
    }

    /** What the server's JVM has to be told for it. */
    List<String> serverFlags() {
        return this == IDLE ? Idle.SERVER_FLAGS : List.of();
    }
}
