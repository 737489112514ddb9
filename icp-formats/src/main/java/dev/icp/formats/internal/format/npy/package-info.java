/** OLMo-core: tokens without a header, document ranges beside them. */
@NullMarked
package dev.icp.formats.internal.format.npy;

import org.jspecify.annotations.NullMarked;
