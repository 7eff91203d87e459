package chat.parley.bench;

/** Something to measure. Keeps its figures with {@link Run#keep}. */
public interface Scenario {
    void run(Run run);
}
