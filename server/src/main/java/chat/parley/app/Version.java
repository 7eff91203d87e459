package chat.parley.app;

import picocli.CommandLine.IVersionProvider;

/** Which Parley this is, and on what it runs. */
final class Version implements IVersionProvider {
    /** The newest minor version of the protocol that is spoken, see {@code protocol/history.md}. */
    static final String PROTOCOL = "1.0";

    @Override
    public String[] getVersion() {
        return new String[] {
            "parley %s, protocol %s".formatted(release(), PROTOCOL),
            "Java %s, %s %s".formatted(Runtime.version(), System.getProperty("os.name"), System.getProperty("os.arch"))
        };
    }

    /** As the build wrote it into the jar; classes that lie about unpacked are somebody's work in progress. */
    static String release() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "(unpackaged)" : version;
    }
}
