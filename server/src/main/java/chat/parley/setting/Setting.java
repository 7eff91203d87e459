package chat.parley.setting;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Documents one value of a configuration record where it is declared; {@code docs/reference/configuration.md} is generated
 * from it. A configuration record has a static {@code defaults()}, and its compact constructor refuses what is out of
 * range with an {@link IllegalArgumentException} whose message begins with the component's name.
 *
 * <p>Types of components that the configuration can read: {@code int}, {@code long}, {@code double}, {@code boolean},
 * {@code String}, enums, {@link java.time.Duration} ({@code 30s}, {@code 10m}), {@link java.nio.file.Path}, {@link
 * java.net.URI}, {@link java.util.List} of these, {@link java.util.Optional} of these (empty where unset), and a record of
 * such values as a sub-section.
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Setting {
    /** What it does, in one or two sentences. */
    String value();

    /** Whether an {@code int} or {@code long} counts bytes, so that {@code 256KiB} and {@code 1MiB} may be written. */
    boolean bytes() default false;

    /** What the reference page says of a default that depends on the machine; blank where it is the same everywhere. */
    String byDefault() default "";

    /** Whether the value is to be masked wherever it is shown. */
    boolean secret() default false;
}
