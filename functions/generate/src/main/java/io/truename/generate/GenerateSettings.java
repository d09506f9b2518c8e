// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import io.truename.edge.settings.Settings;
import io.truename.identity.NameHash;
import io.truename.identity.NameTemplates;
import io.truename.identity.Namespace;
import io.truename.identity.UuidText;
import java.util.UUID;

/** The environment of {@code generate}; the README has the same table. */
final class GenerateSettings {
    private GenerateSettings() {}

    /**
     * The namespace and the names of every id, from {@code TRUENAME_NAMESPACE}, {@code TRUENAME_NAMESPACE_HASH} and {@code
     * TRUENAME_RECIPE}.
     */
    static Namespace namespace(Settings settings) {
        UUID id = settings.read("TRUENAME_NAMESPACE", Namespace.DEFAULT.id(), UuidText::parse);
        return new Namespace(
                id,
                settings.read("TRUENAME_NAMESPACE_HASH", NameHash.SHA_1, NameHash::parse),
                settings.read("TRUENAME_RECIPE", NameTemplates.USUAL, json -> RecipeJson.read(json, id)));
    }
}
