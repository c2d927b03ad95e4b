import hmac, hashlib, base64

signed = f"{wid}.{ts}.".encode() + raw_body
expected = "v1," + base64.b64encode(
    hmac.new(secret.encode(), signed,
             hashlib.sha256).digest()).decode()
assert hmac.compare_digest(expected, sig_header)
