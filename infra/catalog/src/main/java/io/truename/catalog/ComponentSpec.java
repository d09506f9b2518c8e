// SPDX-License-Identifier: Apache-2.0
package io.truename.catalog;

import java.util.List;

/**
 * Part of an installation that can fail.
 *
 * @param alerts alerts that are about it
 * @param slos objectives that are about it
 * @param needs components that it uses, so that their failure can show in it
 */
public record ComponentSpec(
        String name, String description, List<String> alerts, List<String> slos, List<String> needs) {
    public ComponentSpec {
        alerts = List.copyOf(alerts);
        slos = List.copyOf(slos);
        needs = List.copyOf(needs);
    }
}
