/** Finished outputs, read again to see whether they are what their manifests say. */
@NullMarked
package dev.icp.formats.internal.verify;

import org.jspecify.annotations.NullMarked;
