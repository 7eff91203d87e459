package chat.parley.wire;

import static chat.parley.wire.Fields.need;

import java.io.IOException;

/** A user's profile. */
final class ProfileReader {
    private ProfileReader() {}

    static Profile read(Fields fields) throws IOException, MalformedFrame {
        String id = null;
        String handle = null;
        String name = null;
        String role = null;
        boolean deleted = false;
        while (fields.next()) {
            switch (fields.name()) {
                case "id" -> id = fields.id();
                case "handle" -> handle = fields.string(WireLimits.SERVER_FRAME_BYTES);
                case "name" -> name = fields.string(WireLimits.SERVER_FRAME_BYTES);
                case "role" -> role = fields.string(WireLimits.ID_CHARACTERS);
                case "deleted" -> deleted = fields.flag();
                default -> fields.skip();
            }
        }
        return new Profile(need(id, "id"), need(handle, "handle"), need(name, "name"), need(role, "role"), deleted);
    }
}
