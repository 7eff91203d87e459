package chat.parley.bench.machine;

import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The processes of the three: the server, its database with all backends, and this generator. */
public final class Parties {
    private final ProcessHandle server;

    /** @param server the server's process; its embedded database are its descendants */
    public Parties(ProcessHandle server) {
        this.server = server;
    }

    /** The server's process id. */
    public long server() {
        return server.pid();
    }

    public Usage usage() {
        List<Long> database = server.descendants().map(ProcessHandle::pid).toList();
        long self = ProcessHandle.current().pid();
        return new Usage(
                Proc.cpuSeconds(server.pid()),
                sum(database, Proc::cpuSeconds),
                Proc.cpuSeconds(self),
                Proc.residentMebibytes(server.pid()),
                sum(database, Proc::proportionalMebibytes),
                Proc.residentMebibytes(self));
    }

    /** What the kernel holds for sockets, of the generator's too, in MiB. */
    public double socketMebibytes() {
        return Proc.tcpMebibytes();
    }

    private static double sum(Collection<Long> pids, ToDoubleFunction<Long> figure) {
        return pids.stream().mapToDouble(figure).sum();
    }
}
