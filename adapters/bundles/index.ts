export {
  bundleBounds,
  bundleFormat,
  type BundleHeader,
  type BundleRefused,
  headerOf,
  lineOfHeader,
} from './header.ts';
