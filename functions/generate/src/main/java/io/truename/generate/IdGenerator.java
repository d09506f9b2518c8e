// SPDX-License-Identifier: Apache-2.0
package io.truename.generate;

import io.truename.identity.JobId;
import io.truename.identity.Namespace;
import java.util.function.Supplier;

/** Where ids come from: names get theirs from the namespace, jobs from chance. */
record IdGenerator(Namespace namespace, Supplier<JobId> jobs) {}
