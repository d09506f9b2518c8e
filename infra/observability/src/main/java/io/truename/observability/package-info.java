// SPDX-License-Identifier: Apache-2.0
/** Cloud Monitoring's resources as the API's messages, made from the catalog: the same that Terraform's modules make. */
@NullMarked
package io.truename.observability;

import org.jspecify.annotations.NullMarked;
