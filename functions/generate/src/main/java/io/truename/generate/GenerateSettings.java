// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import io.truename.edge.settings.Settings;
import io.truename.identity.NameHash;
import io.truename.identity.Namespace;
import io.truename.identity.UuidText;

/** The environment of {@code generate}; the README has the same table. */
final class GenerateSettings {
    private GenerateSettings() {}

    /** The namespace of every id, from {@code TRUENAME_NAMESPACE} and {@code TRUENAME_NAMESPACE_HASH}. */
    static Namespace namespace(Settings settings) {
        return new Namespace(
                settings.read("TRUENAME_NAMESPACE", Namespace.DEFAULT.id(), UuidText::parse),
                settings.read("TRUENAME_NAMESPACE_HASH", NameHash.SHA_1, NameHash::parse));
    }
}
