# SPDX-License-Identifier: Apache-2.0
# The gem open311 against a server: ruby gem.rb FOLDER URL KEY, where FOLDER holds its lib. Under Faraday 1.x its forms
# are urlencoded; an error in XML or JSON it takes for a Hash, which raises TypeError: refused all the same.
$LOAD_PATH.unshift ARGV.shift
require 'faraday'
Faraday::Request::Multipart = Faraday::Request::UrlEncoded unless Faraday::Request.const_defined?(:Multipart)
require 'open311'
require 'hashie'
Hashie.logger.level = Logger::FATAL
base, key = ARGV
$good = $all = 0
def want(name)
  $all += 1
  ok = begin yield rescue ($stderr.puts "#{name}: #{$!.class} #{$!.message[0, 300]}"; false) end
  $good += 1 if ok
  puts "#{ok ? 'ok' : 'NOT OK'} #{name}"
end
[:xml, :json].each do |format|
  c = Open311.client(endpoint: base + '/open311/v2', jurisdiction: '370499', api_key: key, format: format)
  id = nil
  want("#{format} service_list") { c.service_list.size > 100 && c.service_list.first.service_code }
  want("#{format} service_definition") { d = c.service_definition('urban.road.lamp'); d.service_code == 'urban.road.lamp' && d['attributes'] }
  want("#{format} post_service_request") do
    r = c.post_service_request(service_code: 'urban.road.cover', lat: '34.81', long: '117.32', description: '井盖破了', phone: '13906320004', first_name: 'A', last_name: 'B')
    r = r.first if r.is_a?(Array)
    id = r.service_request_id
  end
  want("#{format} get_service_request") { r = c.get_service_request(id); r = r.first if r.is_a?(Array); r.service_request_id == id && r.status == 'open' }
  want("#{format} service_requests") { r = c.service_requests(api_key: key); r.flatten.any? { |x| x.service_request_id == id } }
  want("#{format} request_id_from_token: an unknown one is not found") { begin c.request_id_from_token('nothing'); false; rescue Open311::NotFound, TypeError; true; end }
  want("#{format} wrong key is refused") do
    begin Open311.client(endpoint: base + '/open311/v2', api_key: 'wrong', format: format).post_service_request(service_code: 'urban.road.cover', lat: '1', long: '1'); false
    rescue Open311::Forbidden, TypeError; true; end
  end
end
puts "#{$good} of #{$all}"
exit($good == $all)
