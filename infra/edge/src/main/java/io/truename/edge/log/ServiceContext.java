// SPDX-License-Identifier: Apache-2.0
package io.truename.edge.log;

/**
 * Service that writes the lines, as Error Reporting groups errors.
 *
 * @param service its name in the cloud
 * @param version its revision; empty if unknown
 */
public record ServiceContext(String service, String version) {
    static final ServiceContext UNKNOWN = new ServiceContext("truename", "");
}
