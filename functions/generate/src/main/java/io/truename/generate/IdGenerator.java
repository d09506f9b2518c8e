// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import io.truename.identity.JobId;
import io.truename.identity.Namespace;
import java.util.function.Supplier;

/** Generator of ids: deterministic in a namespace for named items, random for jobs. */
record IdGenerator(Namespace namespace, Supplier<JobId> jobs) {}
