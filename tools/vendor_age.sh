#!/bin/sh
# Make src/qingyuan/kit/static/kit/sealing/age.js anew: npm's age-encryption and what it stands on, as one file.
#   sh tools/vendor_age.sh            write it and its NOTICE
#   sh tools/vendor_age.sh --check    say whether the files are what these packages give
# Versions and SHA-512 are pinned here; nothing runs but esbuild (the binary for Linux on x86-64), and nothing is
# fetched when the product runs. Left out, because only X25519 and scrypt are used: post-quantum and P-256.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
there="$here/src/qingyuan/kit/static/kit/sealing"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

take() { # name, version, sha512 in base64
    file=$(npm pack --silent "$1@$2")
    found=$(openssl dgst -sha512 -binary "$file" | openssl base64 -A)
    [ "$found" = "$3" ] || { echo "$1@$2 is not what was pinned: sha512-$found" >&2; exit 1; }
    mkdir -p "node_modules/$1"
    tar -xzf "$file" -C "node_modules/$1" --strip-components=1
}
take age-encryption 0.3.1 bYgd7lxM7tEANmb9bXf7xTFB3Qpq+JGKinVSdFh5MV+t2fJJZSTdKhWkvXTFJQGysZd+K9Dt3F+n+4DKazXlnQ==
take @noble/ciphers 2.4.0 AnjFn0Jv92laAkvMrghlFZq4qQCIN/4DxFV/eooqtC2YTjB7kBeLMS2T9KJX4Dn+ZVXLOwK0lSgqDtx9gvxtiw==
take @noble/curves 2.4.0 P4/62zrgfH33CneE3Dn4WhJVA22YUU0eR51wKIan4NVRvwsA0YnPTwWGpNbpuacSujmSFLvyzpyuR30+fbq2Ew==
take @noble/hashes 2.4.0 X5XaVWZIBCT7HHZGm5I7ZQXDwLG+bGXuSrMQAW+7Zvl87h1kmc1ZB1VSRJcpUfoUrGQp4Fkoxm5kZ+Ms+aW+eA==
take @scure/base 2.4.0 thZ1TuJwFwBblOhgsjDKvvGirBxNp+wSvY/DR6tJBJOTDhdAAcHJ8Vbr2eFnqaxeca4+t0i9KBf+uHYGWwZORg==
take @esbuild/linux-x64 0.28.2 4xTZr1FUmSoQW4XIWmit3tzQrUTZM+N3P0XV8xROKYF50XfI7xeO90+1bZvNwxIufQ9hDQVRJH5YhgPVF8A/HQ==

cat > entry.js <<'END'
export { Decrypter, Encrypter, Stanza, identityToRecipient } from "age-encryption";
export { chacha20poly1305 } from "@noble/ciphers/chacha.js";
export { scryptAsync } from "@noble/hashes/scrypt.js";
export { bech32 } from "@scure/base";
END
echo 'export const MLKEM768P256 = undefined, MLKEM768X25519 = undefined;' > no-hybrid.js
echo 'export const p256 = undefined;' > no-p256.js
node_modules/@esbuild/linux-x64/bin/esbuild entry.js --bundle --format=esm --minify --target=es2020 \
    --legal-comments=none --log-level=warning --outfile=age.js \
    --alias:@noble/post-quantum/hybrid.js=./no-hybrid.js --alias:@noble/curves/nist.js=./no-p256.js

{
    echo "age.js was bundled by tools/vendor_age.sh from these packages of the npm registry, unchanged,"
    echo "without the parts that are for other kinds of keys than X25519 and passphrases."
    for package in age-encryption @noble/ciphers @noble/curves @noble/hashes @scure/base; do
        version=$(sed -n 's/^ *"version": "\(.*\)",*$/\1/p' "node_modules/$package/package.json" | head -n 1)
        printf '\n== %s %s ==\n\n' "$package" "$version"
        tr -d '\r' < "node_modules/$package/LICENSE"
        echo
    done
} > age.NOTICE.txt

if [ "${1:-}" = --check ]; then
    cmp age.js "$there/age.js" && cmp age.NOTICE.txt "$there/age.NOTICE.txt" && echo "age.js is what the packages give"
else
    mkdir -p "$there"
    cp age.js age.NOTICE.txt "$there/"
    wc -c "$there/age.js"
fi
