// SPDX-License-Identifier: Apache-2.0
/** Checks against OpenAPI descriptions. Read {@link io.truename.testkit.openapi.OpenApiDocument} first. */
@NullMarked
package io.truename.testkit.openapi;

import org.jspecify.annotations.NullMarked;
