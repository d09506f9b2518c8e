// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

import io.truename.local.database.DatabaseAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Login command for psql. The password stays in a file that only this user can read. */
final class DatabaseLogin {
    private DatabaseLogin() {}

    /** Writes the password file and returns the psql command that uses it; the address alone if the file cannot be written. */
    static String write(DatabaseAddress address, Path file) {
        String line = String.join(
                ":",
                address.host(),
                String.valueOf(address.port()),
                escaped(address.database()),
                escaped(address.user()),
                escaped(address.password()));
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, line + "\n");
        } catch (IOException unwritable) {
            return address.shown();
        }
        return "PGPASSFILE=" + quoted(file.toString()) + " psql -h " + address.host() + " -p " + address.port() + " -U "
                + word(address.user()) + " " + word(address.database());
    }

    private static String escaped(String field) {
        return field.replace("\\", "\\\\").replace(":", "\\:");
    }

    private static String word(String text) {
        return text.matches("[A-Za-z0-9_.-]+") ? text : quoted(text);
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
