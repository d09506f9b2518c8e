// SPDX-License-Identifier: Apache-2.0
package io.truename.local;

/** The local cloud. */
final class LocalCloud {
    private LocalCloud() {}
}
